/// The demo: a multilayer perceptron learns handwritten digits, first step for step along a
/// reference curve, then the same through the static graph, then in earnest. Start at
/// [org.cotangent.examples.digits.DigitsDemo]; the model and its loss are
/// [org.cotangent.examples.digits.Mlp].
package org.cotangent.examples.digits;
