//! Everyday life: activities from the scenario's habits, ten minutes at a time.
