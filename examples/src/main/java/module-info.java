/// The demo and the programs that the documents quote. Open, so that the library may read and rebuild their records.
@org.jspecify.annotations.NullMarked
open module org.cotangent.examples {
  requires org.cotangent;
  requires org.cotangent.solve;
  requires me.tongfei.progressbar;
  requires static org.jspecify;
}
