//! The after-action report and its exports: values in, bytes out.
