/// What an operation is: [org.cotangent.primitive.Primitive] and its five kinds, the formulas that pointwise ones are made of
/// ([org.cotangent.primitive.Scalar]), and programs of them ([org.cotangent.primitive.Program]). Implement a kind to add an
/// operation of your own. Start at [org.cotangent.primitive.Elementwise].
package org.cotangent.primitive;
