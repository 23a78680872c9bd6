//! One program for all tests that cross module borders: one file per feature.
