/// What the launcher starts that is more than a script.
@org.jspecify.annotations.NullMarked
module org.cotangent.cli {
  requires info.picocli;
  requires org.cotangent;
  requires org.cotangent.solve;
  requires org.cotangent.testkit;
  requires static org.jspecify;
  requires tools.jackson.databind;

  opens org.cotangent.cli to
      info.picocli;
  opens org.cotangent.cli.conformance to
      info.picocli;
}
