//! Playbooks in Markdown: their phases, steps and placeholders, with positions in the file.
