package org.cotangent.compiler;

import static org.cotangent.Tensor.linspace;
import static org.cotangent.Tensor.ones;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.zeros;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.cotangent.DType;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/// What scans carry: in place where nothing reads the old value any more, never where something does. All to the last bit.
class CarriesTest {
  private static final Tensor X = linspace(-1, 1, 6);
  private static final Tensor STACK = linspace(0, 2, 30).reshape(5, 6);

  /// A scan over five rows of six elements, whose body has carries `b…` behind the constant `a`, and the slice last.
  private static String scan(int carries, String inputs, String outputs, String body, String use) {
    return """
    { lambda a:f64[6] b:f64[6] c:f64[5,6] . let
        %s = scan[length=5, consts=1, carries=%d, reverse=false, unroll=1, snapshots=0, body={ lambda %s . let
            %s
          in (%s) }] %s
      in (%s) }\
    """
        .formatted(
            use,
            carries,
            inputs,
            body,
            outputs,
            "a" + " b".repeat(carries) + " c",
            use.replaceAll(":\\S+", "").replace(" ", ", "));
  }

  private static void plan(String expected, String program) {
    String plan = Planned.same(program, 0, X, X.times(3), STACK);
    assertEquals(expected, Planned.line(plan, "scan").replace("scan of 5 steps, carrying ", ""));
  }

  @Test
  void aSumIsAddedToInPlace() {
    plan(
        "f64[6] in place",
        scan(
            1,
            "a:f64[6] b:f64[6] c:f64[6]",
            "e",
            "d:f64[6] = mul a c\n e:f64[6] = add b d",
            "d:f64[6]"));
  }

  @Test
  void anOldValueThatIsReadLaterStays() {
    // The largest of the new value is needed before the old one is read again.
    plan(
        "f64[6] by swapping",
        scan(
            1,
            "a:f64[6] b:f64[6] c:f64[6]",
            "d, g",
            "d:f64[6] = mul b c\n e:f64 = reduce_max[axes=[0]] d\n"
                + " f:f64[6] = broadcast[shape=(6), axes=[]] e\n g:f64[6] = mul b f",
            "d:f64[6] e:f64[5,6]"));
  }

  @Test
  void anOldValueThatIsStackedStays() {
    plan(
        "f64[6] by swapping",
        scan(1, "a:f64[6] b:f64[6] c:f64[6]", "d, b", "d:f64[6] = mul b c", "d:f64[6] e:f64[5,6]"));
  }

  @Test
  void elementsThatChangePlaces() {
    plan(
        "f64[6] by swapping",
        scan(
            1,
            "a:f64[6] b:f64[6] c:f64[6]",
            "e",
            "d:f64[6] = reverse[axes=[0]] b\n e:f64[6] = mul d c",
            "d:f64[6]"));
    plan(
        "f64[6] by swapping",
        scan(
            1,
            "a:f64[6] b:f64[6] c:f64[6]",
            "e",
            "d:f64[6] = reverse[axes=[0]] b\n e:f64[6] = mul d b",
            "d:f64[6]"));
  }

  @Test
  void carriesThatChangePlaces() {
    plan(
        "f64[6] copied, f64[6] copied",
        scan(
            2,
            "a:f64[6] b:f64[6] c:f64[6] d:f64[6]",
            "c, b",
            "e:f64[6] = mul b c",
            "d:f64[6] e:f64[6]"));
    plan(
        "f64[6] copied, f64[6] by swapping",
        scan(
            2,
            "a:f64[6] b:f64[6] c:f64[6] d:f64[6]",
            "c, e",
            "e:f64[6] = add b c",
            "d:f64[6] e:f64[6]"));
    plan(
        "f64[6] by swapping, f64[6] copied",
        scan(
            2,
            "a:f64[6] b:f64[6] c:f64[6] d:f64[6]",
            "e, b",
            "e:f64[6] = add c d",
            "d:f64[6] e:f64[6]"));
    plan(
        "f64[6] copied, f64[6] copied, f64[6] by swapping",
        scan(
            3,
            "a:f64[6] b:f64[6] c:f64[6] d:f64[6] e:f64[6]",
            "d, b, f",
            "f:f64[6] = add c e",
            "d:f64[6] e:f64[6] f:f64[6]"));
  }

  @Test
  void oneValueForSeveralCarries() {
    plan(
        "f64[6] in place, f64[6] copied",
        scan(
            2,
            "a:f64[6] b:f64[6] c:f64[6] d:f64[6]",
            "f, f",
            "e:f64[6] = mul b d\n f:f64[6] = add e c",
            "d:f64[6] e:f64[6]"));
  }

  @Test
  void constantsAndInputsAsCarries() {
    plan(
        "f64[6] copied, f64[6] copied, f64[6] copied",
        scan(
            3,
            "a:f64[6] b:f64[6] c:f64[6] d:f64[6] e:f64[6]",
            "a, e, 2.0:f64[6], f",
            "f:f64[6] = mul c d",
            "d:f64[6] e:f64[6] f:f64[6] g:f64[5,6]"));
  }

  /// A reshaped value is the same memory.
  @Test
  void otherNamesOfTheSameElements() {
    Planned.same(
        """
        { lambda a:f64[2,3] b:f64[4,6] . let
            c:f64[2,3] d:f64[4,6] = scan[length=4, consts=0, carries=1, reverse=true, unroll=1, snapshots=0, body={ lambda a:f64[2,3] b:f64[6] . let
                c:f64[6] = reshape[shape=(6)] a
                d:f64[6] = mul c b
                e:f64[2,3] = reshape[shape=(2,3)] d
              in (e, c) }] a b
          in (c, d) }\
        """,
        0,
        X.reshape(2, 3),
        linspace(0, 1, 24).reshape(4, 6));
  }

  /// Zeros beside a part that is written are there in every step.
  @Test
  void paddedAndJoinedCarries() {
    Planned.same(
        """
        { lambda a:f64[6] b:f64[4,3] . let
            c:f64[6] d:f64[6] = scan[length=4, consts=0, carries=2, reverse=false, unroll=1, snapshots=0, body={ lambda a:f64[6] b:f64[6] c:f64[3] . let
                d:f64[6] = pad[shape=(6), starts=[1], steps=[1]] c
                e:f64[3] = strided_slice[starts=[2], lengths=[3], steps=[1]] b
                f:f64[6] = concat[axis=0] e c
              in (d, f) }] a a b
          in (c, d) }\
        """,
        0,
        X,
        linspace(0, 1, 12).reshape(4, 3));
  }

  @Test
  void noSteps() {
    Planned.same(
        """
        { lambda a:f64[6] b:f64[0,6] . let
            c:f64[6] d:f64[0,6] = scan[length=0, consts=0, carries=1, reverse=false, unroll=1, snapshots=0, body={ lambda a:f64[6] b:f64[6] . let
                c:f64[6] = add a b
              in (c, c) }] a b
          in (c, d) }\
        """,
        0,
        X,
        zeros(0, 6));
  }

  @Test
  void allDtypes() {
    Planned.same(
        """
        { lambda a:f32[6] b:i64 c:bool[6] d:f32[4,6] . let
            e:f32[6] f:i64 g:bool[6] = scan[length=4, consts=0, carries=3, reverse=false, unroll=1, snapshots=0, body={ lambda a:f32[6] b:i64 c:bool[6] d:f32[6] . let
                e:f32[6] = add a d
                f:i64 = add b 2:i64
                g:bool[6] = less a d
              in (e, f, g) }] a b c d
          in (e, f, g) }\
        """,
        0,
        X.to(DType.F32),
        scalar(3).to(DType.I64),
        ones(6).to(DType.BOOL),
        linspace(0, 1, 24).reshape(4, 6).to(DType.F32));
  }
}
