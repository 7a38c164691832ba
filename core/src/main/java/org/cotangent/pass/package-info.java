/// Passes over programs: text in, text out. They make a program cheaper and keep its values.
///
/// What `compile` runs before a program is evaluated or handed to a compiler. Start at [Passes], which says what is guaranteed; a
/// rule is a datum, [Identity], in the file of its family.
package org.cotangent.pass;
