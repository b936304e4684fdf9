//! A capture of packets: the attack's web traffic as a real sensor could have recorded it.
