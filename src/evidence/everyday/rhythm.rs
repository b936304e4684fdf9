//! How everyday life varies over day and week.

use crate::evidence::stamp::Stamp;
use crate::scenario::Rhythm;

/// The share of a busy hour's life in each hour of the day, in thousandths. Design values after the usual
/// shape of such curves: shops are busiest in the evening, offices before and after noon.
const SHOP: [u32; 24] = [
    140, 80, 50, 35, 35, 60, 130, 250, 400, 520, 600, 650, 680, 640, 610, 620, 680, 760, 850, 960,
    1000, 900, 600, 300,
];
const OFFICE: [u32; 24] = [
    5, 5, 5, 5, 5, 10, 60, 300, 750, 1000, 980, 900, 600, 800, 950, 900, 700, 350, 120, 50, 30, 20,
    10, 5,
];
const NIGHT: [u32; 24] = [
    800, 1000, 1000, 900, 700, 300, 50, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 20, 50,
    100, 300, 600,
];
/// The share of a usual day's life on each day of the week from Monday on, in hundredths.
const SHOP_WEEK: [u32; 7] = [95, 90, 92, 96, 100, 118, 125];
const OFFICE_WEEK: [u32; 7] = [100, 105, 102, 100, 85, 6, 4];

/// How lively it is at a time, in thousandths of a busy hour.
pub(super) fn liveliness(rhythm: Rhythm, stamp: Stamp) -> u32 {
    let civil = stamp.civil();
    let (day, week) = match rhythm {
        Rhythm::Steady => return 1_000,
        Rhythm::Shop => (&SHOP, &SHOP_WEEK),
        Rhythm::Office => (&OFFICE, &OFFICE_WEEK),
        Rhythm::Night => (&NIGHT, &[100; 7]),
    };
    let of_hour = |hour: u8| day.get(usize::from(hour % 24)).copied().unwrap_or(0);
    let minute = u32::from(civil.minute);
    // A straight line from one full hour to the next.
    let hour = of_hour(civil.hour) * (60 - minute) + of_hour(civil.hour + 1) * minute;
    let day = week.get(usize::from(civil.weekday)).copied().unwrap_or(100);
    hour / 60 * day / 100
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::stamp::{DAY, SECOND};

    #[test]
    fn nights_are_quiet_and_offices_rest_on_sundays() {
        // 1970-01-05 was a Monday.
        let at = |day: i64, hour: i64| Stamp((4 + day) * DAY + hour * 3_600 * SECOND);
        assert!(liveliness(Rhythm::Shop, at(0, 3)) < 60);
        assert!(liveliness(Rhythm::Shop, at(6, 20)) > 1_000);
        assert!(liveliness(Rhythm::Office, at(0, 10)) > 900);
        assert!(liveliness(Rhythm::Office, at(6, 10)) < 60);
        assert_eq!(liveliness(Rhythm::Steady, at(6, 10)), 1_000);
    }
}
