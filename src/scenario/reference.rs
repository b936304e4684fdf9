//! The manual of the scenario format, written from its types.
