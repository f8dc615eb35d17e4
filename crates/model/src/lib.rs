//! Reference model of the core on plain maps
