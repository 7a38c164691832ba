package org.cotangent.primitive;

/// A variable of a [Program].
///
/// @param index its number in order of appearance; prints as `a`, `b`, … `z`, `ba`, …
/// @param aval its dtype and shape
public record Var(int index, Aval aval) implements Atom {
  /// The number alone: passes put every variable of a program into hash tables.
  @Override
  public int hashCode() {
    return index;
  }

  @Override
  public String toString() {
    var name = new StringBuilder();
    int rest = index;
    do {
      name.insert(0, (char) ('a' + rest % 26));
      rest /= 26;
    } while (rest > 0);
    return name.toString();
  }
}
