//! Search in the bytes of pages: plain text, fields, regular expressions.
