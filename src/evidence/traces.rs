//! What acts leave behind, resolved to activities.
