//! Statistics held against what numpy and scipy say of the same numbers (`fixtures/golden/stats.py`).

use bangdan::stats::{least_squares, median, median_deviation, nnls, sign_test};
use serde_json::Value;

fn golden() -> Value {
    serde_json::from_str(include_str!("../../fixtures/golden/stats.json")).unwrap()
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

fn columns(case: &Value) -> Vec<Vec<f64>> {
    case["columns"].as_array().unwrap().iter().map(numbers).collect()
}

fn assert_near(found: &[f64], expected: &[f64], within: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (found, expected) in found.iter().zip(expected) {
        assert!((found - expected).abs() <= within * expected.abs().max(1.0), "{what}: {found} is not {expected}");
    }
}

#[test]
fn non_negative_weights_are_those_of_scipy() {
    let golden = golden();
    let cases = golden["nnls"].as_array().unwrap();
    assert!(cases.len() >= 20);
    for (index, case) in cases.iter().enumerate() {
        let columns = columns(case);
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let fit = nnls(&columns, &numbers(&case["target"])).unwrap();
        let what = format!("case {index}");
        assert_near(&fit.weights, &numbers(&case["weights"]), 1e-9, &what);
        assert_near(&fit.residuals, &numbers(&case["residuals"]), 1e-8, &what);
        assert_near(&fit.blurs, &numbers(&case["blurs"]), 1e-6, &what);
    }
}

#[test]
fn least_squares_are_those_of_numpy() {
    for case in golden()["least_squares"].as_array().unwrap() {
        let columns = columns(case);
        let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
        let fit = least_squares(&columns, &numbers(&case["target"])).unwrap();
        assert_near(&fit.weights, &numbers(&case["weights"]), 1e-9, "least squares");
    }
}

#[test]
fn columns_that_depend_on_each_other_have_no_single_answer() {
    let (a, b, sum) = ([1.0, 2.0, 3.0, 5.0], [2.0, 1.0, 0.5, 1.0], [3.0, 3.0, 3.5, 6.0]);
    let target = [4.0, 5.0, 6.5, 11.0];
    assert_eq!(least_squares(&[&a, &b, &sum], &target), None);
    assert_eq!(least_squares(&[&a, &b], &target[..1]), None, "more columns than rows");
    assert_eq!(least_squares(&[&[0.0; 4]], &target), None);
    assert_eq!(least_squares(&[&[f64::NAN, 1.0, 2.0, 3.0]], &target), None);
    let fit = nnls(&[&a, &b, &sum], &target).unwrap();
    assert!(fit.weights.iter().all(|weight| *weight >= 0.0) && fit.worst() < 1e-9, "{fit:?}");
}

#[test]
fn medians_and_the_sign_test_are_those_of_scipy() {
    let golden = golden();
    for sample in golden["samples"].as_array().unwrap() {
        let numbers = numbers(&sample["numbers"]);
        let found = [median(&numbers).unwrap(), median_deviation(&numbers).unwrap()];
        assert_near(&found, &[sample["median"].as_f64().unwrap(), sample["deviation"].as_f64().unwrap()], 1e-12, "");
    }
    assert_eq!(median(&[]), None);
    for case in golden["sign_test"].as_array().unwrap() {
        let count = |key: &str| usize::try_from(case[key].as_u64().unwrap()).unwrap();
        let (found, expected) = (sign_test(count("up"), count("down")), case["p"].as_f64().unwrap());
        assert!((found - expected).abs() <= expected * 1e-9, "{found} is not {expected}");
    }
}
