/// Checks of derivatives, for the library's operations and for users' own.
@org.jspecify.annotations.NullMarked
module org.cotangent.testkit {
  requires transitive org.cotangent;
  requires static org.jspecify;

  exports org.cotangent.testkit;
  exports org.cotangent.testkit.problems;
}
