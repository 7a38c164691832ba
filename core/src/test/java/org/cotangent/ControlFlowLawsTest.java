package org.cotangent;

import static org.cotangent.Autodiff.associativeScan;
import static org.cotangent.Autodiff.checkpoint;
import static org.cotangent.Autodiff.cond;
import static org.cotangent.Autodiff.forLoop;
import static org.cotangent.Autodiff.scan;
import static org.cotangent.Autodiff.step;
import static org.cotangent.Autodiff.switchCase;
import static org.cotangent.Autodiff.whileLoop;
import static org.cotangent.Tensor.scalar;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.testkit.Flat;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Every transformation of control flow, composed to depth 3, against the same function written out in plain Java.
class ControlFlowLawsTest {
  /// A function with control flow and the same without.
  private record Pair(String name, Flat controlled, Flat plain, List<Tensor> inputs) {}

  static final List<Chains.Transformation> TRANSFORMATIONS =
      List.of(Chains.STAGE, Chains.JVP, Chains.VJP, Chains.VMAP);

  @TestFactory
  Stream<DynamicTest> agreesWithPlainJava() {
    return pairs().stream().map(pair -> dynamicTest(pair.name, () -> all(pair)));
  }

  private static void all(Pair pair) {
    int ran = Chains.agree(pair.name, pair.controlled, pair.plain, pair.inputs, TRANSFORMATIONS, 3);
    assertEquals(1 + 4 + 16 + 64, ran, "combinations");
  }

  private static Flat one(UnaryOperator<Tensor> f) {
    return x -> List.of(f.apply(x.getFirst()));
  }

  private static Flat two(java.util.function.BinaryOperator<Tensor> f) {
    return x -> List.of(f.apply(x.get(0), x.get(1)));
  }

  private static Tensor choice(Tensor x, boolean control) {
    if (control) {
      return cond(x.greater(1), () -> x.square().sin(), () -> x.minus(2).exp().times(x));
    }
    // The same without a branch.
    return Tensor.where(x.greater(1), x.square().sin(), x.minus(2).exp().times(x));
  }

  private static List<Pair> pairs() {
    var x = List.of(scalar(1.1));
    var v = List.of(scalar(0.7), vector(0.3, -0.4, 0.9, 1.2));
    var pairs = new ArrayList<Pair>();
    pairs.add(new Pair("cond", one(y -> choice(y, true)), one(y -> choice(y, false)), x));
    pairs.add(
        new Pair(
            "cond of a shared predicate",
            two((a, b) -> cond(scalar(1).less(2), () -> a.times(b).sin(), () -> b)),
            two((a, b) -> a.times(b).sin()),
            v));
    pairs.add(
        new Pair(
            "switchCase",
            one(y ->
                switchCase(
                    y.times(10).minus(10).to(DType.I64),
                    () -> y.sin(),
                    () -> y.square().times(y),
                    () -> y.exp())),
            one(y ->
                Tensor.where(
                    y.times(10).minus(10).to(DType.I64).lessEqual(0),
                    y.sin(),
                    Tensor.where(
                        y.times(10).minus(10).to(DType.I64).equal(1),
                        y.square().times(y),
                        y.exp()))),
            x));
    pairs.add(
        new Pair(
            "forLoop",
            two((a, b) -> forLoop(3, b, (s, i) -> s.times(a).sin().plus(b.times(i)))),
            two((a, b) -> {
              Tensor s = b;
              for (int i = 0; i < 3; i++) {
                s = s.times(a).sin().plus(b.times(i));
              }
              return s;
            }),
            v));
    pairs.add(
        new Pair(
            "forLoop, reversed",
            two((a, b) ->
                Looping.of().reverse().forLoop(3, b, (s, i) -> s.times(a).sin().plus(b.times(i)))),
            two((a, b) -> {
              Tensor s = b;
              for (int i = 2; i >= 0; i--) {
                s = s.times(a).sin().plus(b.times(i));
              }
              return s;
            }),
            v));
    pairs.add(
        new Pair(
            "scan",
            x2 -> {
              Tensor a = x2.get(0);
              var r =
                  scan(
                      scalar(0.5), x2.get(1), (c, y) -> step(c.times(a).plus(y).sin(), c.times(y)));
              return List.of(r.carry(), r.outputs());
            },
            x2 -> {
              Tensor a = x2.get(0);
              Tensor c = scalar(0.5);
              var out = new ArrayList<Tensor>();
              for (int i = 0; i < 4; i++) {
                Tensor y = x2.get(1).get(i);
                out.add(c.times(y));
                c = c.times(a).plus(y).sin();
              }
              return List.of(c, Tensor.stack(out));
            },
            v));
    pairs.add(
        new Pair(
            "scan, reversed",
            x2 -> {
              Tensor a = x2.get(0);
              var r =
                  Looping.of()
                      .reverse()
                      .scan(a, x2.get(1), (c, y) -> step(c.times(a).plus(y).sin(), c.times(y)));
              return List.of(r.carry(), r.outputs());
            },
            x2 -> {
              Tensor a = x2.get(0);
              Tensor c = a;
              var out = new ArrayList<Tensor>();
              for (int i = 3; i >= 0; i--) {
                Tensor y = x2.get(1).get(i);
                out.addFirst(c.times(y));
                c = c.times(a).plus(y).sin();
              }
              return List.of(c, Tensor.stack(out));
            },
            v));
    pairs.add(
        new Pair(
            "map",
            two((a, b) -> Autodiff.map(y -> y.times(a).tanh(), b)),
            two((a, b) -> b.times(a).tanh()),
            v));
    pairs.add(
        new Pair(
            "associativeScan",
            two((a, b) -> associativeScan((p, q) -> p.times(q).times(a), b)),
            two((a, b) -> {
              var out = new ArrayList<Tensor>();
              out.add(b.get(0));
              for (int i = 1; i < 4; i++) {
                out.add(out.getLast().times(b.get(i)).times(a));
              }
              return Tensor.stack(out);
            }),
            v));
    pairs.add(
        new Pair(
            "checkpoint",
            two((a, b) -> checkpoint((Tensor y) -> y.times(a).sin().exp().dot(y)).apply(b)),
            two((a, b) -> b.times(a).sin().exp().dot(b)),
            v));
    pairs.add(
        new Pair(
            "whileLoop, at most 4",
            two((a, b) -> whileLoop(4, b, s -> s.sum().less(5), s -> s.times(s).plus(a))),
            two((a, b) -> {
              Tensor s = b;
              for (int i = 0; i < 4; i++) {
                s = Tensor.where(s.sum().less(5), s.times(s).plus(a), s);
              }
              return s;
            }),
            v));
    pairs.add(
        new Pair(
            "whileLoop",
            two((a, b) -> whileLoop(b, s -> s.sum().less(5), s -> s.times(s).plus(a))),
            two((a, b) -> {
              Tensor s = b;
              for (int i = 0; i < 6; i++) {
                s = Tensor.where(s.sum().less(5), s.times(s).plus(a), s);
              }
              return s;
            }),
            v));
    pairs.add(
        new Pair(
            "scan with 2 snapshots",
            x2 -> {
              Tensor a = x2.get(0);
              var r =
                  Looping.of()
                      .snapshots(2)
                      .scan(a, x2.get(1), (c, y) -> step(c.times(a).plus(y).sin(), c.times(y)));
              return List.of(r.carry(), r.outputs());
            },
            x2 -> {
              Tensor a = x2.get(0);
              Tensor c = a;
              var out = new ArrayList<Tensor>();
              for (int i = 0; i < 4; i++) {
                Tensor y = x2.get(1).get(i);
                out.add(c.times(y));
                c = c.times(a).plus(y).sin();
              }
              return List.of(c, Tensor.stack(out));
            },
            v));
    pairs.add(
        new Pair(
            "forLoop backward with 1 snapshot",
            two((a, b) ->
                Looping.of()
                    .reverse()
                    .snapshots(1)
                    .forLoop(3, b, (s, i) -> s.times(a).sin().plus(b.times(i)))),
            two((a, b) -> {
              Tensor s = b;
              for (int i = 2; i >= 0; i--) {
                s = s.times(a).sin().plus(b.times(i));
              }
              return s;
            }),
            v));
    pairs.add(
        new Pair(
            "scan in cond in scan",
            two((a, b) ->
                scan(
                        a,
                        b,
                        (c, y) ->
                            step(
                                cond(
                                    y.greater(0.5),
                                    () ->
                                        scan(
                                                c,
                                                b.times(y),
                                                (d, z) -> step(d.times(z).plus(a).sin(), z))
                                            .carry(),
                                    () -> c.times(y)),
                                c))
                    .carry()),
            two((a, b) -> {
              Tensor c = a;
              for (int i = 0; i < 4; i++) {
                Tensor y = b.get(i);
                Tensor d = c;
                for (int k = 0; k < 4; k++) {
                  d = d.times(b.get(k).times(y)).plus(a).sin();
                }
                c = Tensor.where(y.greater(0.5), d, c.times(y));
              }
              return c;
            }),
            v));
    pairs.add(
        new Pair(
            "checkpoint of scan of contractions",
            two((a, b) ->
                checkpoint(
                        (Tensor w, Tensor s) -> forLoop(2, s, (h, i) -> matrix(w).matmul(h).tanh()),
                        Recompute.CHEAP)
                    .apply(b, b.times(a))),
            two((a, b) -> matrix(b).matmul(matrix(b).matmul(b.times(a)).tanh()).tanh()),
            v));
    pairs.add(
        new Pair(
            "two carries, one of whole numbers, and an output by its own",
            two((a, b) -> {
              var r =
                  scan(
                      new Counted(Tensor.indices(3).get(0), a),
                      b,
                      (s, y) ->
                          step(
                              new Counted(s.n().plus(1L).to(DType.I64), s.x().times(y).plus(s.n())),
                              y.square()));
              return r.carry().x().times(r.carry().n()).plus(r.outputs());
            }),
            two((a, b) -> {
              Tensor x3 = a;
              for (int i = 0; i < 4; i++) {
                x3 = x3.times(b.get(i)).plus(3 + i);
              }
              return x3.times(7).plus(b.square());
            }),
            v));
    return pairs;
  }

  private record Counted(Tensor n, Tensor x) {}

  private static Tensor matrix(Tensor v) {
    return v.reshape(4, 1).times(v.sin());
  }
}
