/// Everything that a user names with one word: `import module org.cotangent.all` reads all modules of the library.
module org.cotangent.all {
  requires transitive org.cotangent;
  requires transitive org.cotangent.solve;
  requires org.cotangent.compiler;
  requires org.cotangent.lapack;
}
