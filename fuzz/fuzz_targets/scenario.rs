//! Any file is loaded as a scenario, or refused with a reason that has a place.

#![no_main]

use hotwash::scenario::load;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let loaded = load(bytes);
    assert!(loaded.scenario.is_some() || !loaded.diagnostics.is_empty());
    for diagnostic in &loaded.diagnostics {
        let _ = diagnostic.line(&loaded.source);
    }
});
