package org.cotangent.ops;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Array;
import org.cotangent.DType;
import org.cotangent.kernel.Buffers;
import org.cotangent.kernel.Scans.Lines;
import org.cotangent.kernel.Sums;
import org.cotangent.primitive.Aval;
import org.cotangent.primitive.Scalar;

/// Reductions and runs as formulas of single elements, in the order in which the kernels compute them: what
/// [org.cotangent.primitive.WrittenOut] primitives of this package are made of.
final class Elements {
  private static final Scalar ZERO = Scalar.constant(0);

  /// As in [Sums].
  private static final int BLOCK = 128;

  private Elements() {}

  /// The elements that are reduced together, for each element of the result.
  static List<List<Scalar>> groups(Aval aval, int[] axes, Aval result, List<Scalar> x) {
    int size = result.shape().size();
    int count = size == 0 ? 0 : x.size() / size;
    double[] places = new double[x.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    Array rows =
        Sums.leading(Buffers.wrap(aval.with(DType.F64), places), axes, result.shape(), count);
    double[] arranged = Buffers.toDoubles(rows);
    var groups = new ArrayList<List<Scalar>>(size);
    for (int i = 0; i < size; i++) {
      var group = new ArrayList<Scalar>(count);
      for (int k = 0; k < count; k++) {
        group.add(x.get((int) arranged[i * count + k]));
      }
      groups.add(group);
    }
    return groups;
  }

  /// The elements with axes in another order.
  static List<Scalar> permuted(Aval aval, List<Integer> order, List<Scalar> x) {
    double[] places = new double[x.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = i;
    }
    Array moved = new Shaping.Permute(order).evaluate(Buffers.wrap(aval.with(DType.F64), places));
    var out = new ArrayList<Scalar>(places.length);
    for (double place : Buffers.toDoubles(moved)) {
      out.add(x.get((int) place));
    }
    return out;
  }

  /// Sums of the groups; `rows`: of the first axes, whose rows are added one after the other.
  static List<Scalar> sums(Aval aval, boolean rows, List<List<Scalar>> groups) {
    return groups.stream()
        .map(group ->
            group.size() == 1
                ? group.getFirst()
                : rows || !aval.dtype().floating() ? inRows(group) : pairwise(group))
        .toList();
  }

  private static Scalar inRows(List<Scalar> x) {
    if (x.size() <= BLOCK) {
      return chain(x, 0, 1);
    }
    int half = x.size() / 2;
    return inRows(x.subList(0, half)).plus(inRows(x.subList(half, x.size())));
  }

  private static Scalar pairwise(List<Scalar> x) {
    int n = x.size();
    if (n <= BLOCK) {
      int lanes = n / 4 * 4;
      Scalar first = chain(x.subList(0, lanes), 0, 4);
      for (Scalar rest : x.subList(lanes, n)) {
        first = first.plus(rest);
      }
      return first
          .plus(chain(x.subList(0, lanes), 1, 4))
          .plus(chain(x.subList(0, lanes), 2, 4).plus(chain(x.subList(0, lanes), 3, 4)));
    }
    int half = Math.max(BLOCK, n / 2 / BLOCK * BLOCK);
    return pairwise(x.subList(0, half)).plus(pairwise(x.subList(half, n)));
  }

  /// `0 + x[from] + x[from + step] + …`.
  private static Scalar chain(List<Scalar> x, int from, int step) {
    Scalar sum = ZERO;
    for (int i = from; i < x.size(); i += step) {
      sum = sum.plus(x.get(i));
    }
    return sum;
  }

  /// The inner product of two lists, in four partial sums, as short dot products are computed.
  static Scalar dot(List<Scalar> x, List<Scalar> y) {
    var products = new ArrayList<Scalar>(x.size());
    for (int i = 0; i < x.size(); i++) {
      products.add(x.get(i).times(y.get(i)));
    }
    int lanes = x.size() / 4 * 4;
    Scalar first = chain(products.subList(0, lanes), 0, 4);
    for (Scalar rest : products.subList(lanes, products.size())) {
      first = first.plus(rest);
    }
    return first
        .plus(chain(products.subList(0, lanes), 1, 4))
        .plus(
            chain(products.subList(0, lanes), 2, 4).plus(chain(products.subList(0, lanes), 3, 4)));
  }

  /// The largest or smallest of each group.
  static List<Scalar> extremes(boolean largest, List<List<Scalar>> groups) {
    return groups.stream()
        .map(group -> group.stream().reduce(largest ? Scalar::max : Scalar::min).orElse(ZERO))
        .toList();
  }

  /// The first position of the extreme of each group, or of its first NaN.
  static List<Scalar> positions(boolean largest, List<List<Scalar>> groups) {
    return groups.stream().map(group -> position(largest, group)).toList();
  }

  private static Scalar position(boolean largest, List<Scalar> group) {
    Scalar held = group.getFirst();
    Scalar best = ZERO;
    for (int k = 1; k < group.size(); k++) {
      Scalar value = group.get(k);
      Scalar beyond = largest ? Scalar.less(held, value) : Scalar.less(value, held);
      Scalar wins = Scalar.and(Scalar.equal(held, held), Scalar.or(Scalar.isNaN(value), beyond));
      best = Scalar.where(wins, Scalar.constant(k), best);
      held = Scalar.where(wins, value, held);
    }
    return best;
  }

  /// Running sums: compensated ones, if they are floating.
  static List<Scalar> running(Aval aval, int axis, boolean reverse, List<Scalar> x) {
    boolean floating = aval.dtype().floating();
    Scalar[] out = new Scalar[x.size()];
    Lines lines = Lines.of(aval.shape(), axis);
    lines.each(
        reverse,
        (start, step) -> {
          Scalar sum = ZERO;
          Scalar lost = ZERO;
          for (int k = 0, at = start; k < lines.length(); k++, at += step) {
            Scalar term = x.get(at);
            Scalar next = sum.plus(term);
            if (!floating) {
              sum = next;
              out[at] = sum;
              continue;
            }
            lost =
                lost.plus(
                    Scalar.where(
                        Scalar.lessEqual(Scalar.abs(term), Scalar.abs(sum)),
                        sum.minus(next).plus(term),
                        term.minus(next).plus(sum)));
            sum = next;
            Scalar finite = Scalar.equal(lost.minus(lost), ZERO);
            out[at] = Scalar.where(finite, sum.plus(lost), sum);
          }
        });
    return List.of(out);
  }

  /// `s[k] = a[k]·s[k−1] + b[k]`.
  static List<Scalar> recurrence(
      Aval aval, int axis, boolean reverse, List<Scalar> a, List<Scalar> b) {
    Scalar[] out = new Scalar[a.size()];
    Lines lines = Lines.of(aval.shape(), axis);
    lines.each(
        reverse,
        (start, step) -> {
          for (int k = 0, at = start; k < lines.length(); k++, at += step) {
            out[at] = k == 0 ? b.get(at) : a.get(at).times(out[at - step]).plus(b.get(at));
          }
        });
    return List.of(out);
  }

  /// Zeros to whose rows others are added at known places; empty if the places are not known.
  static List<Scalar> scattered(Aval result, List<Scalar> updates, List<Scalar> places) {
    int size = result.shape().size();
    int rows = result.shape().length(0);
    int width = places.isEmpty() ? 0 : updates.size() / places.size();
    var out = new ArrayList<Scalar>(java.util.Collections.nCopies(size, ZERO));
    for (int i = 0; i < places.size(); i++) {
      if (!(places.get(i) instanceof Scalar.Constant(double place))) {
        return List.of();
      }
      int row = (int) (place < 0 ? place + rows : place);
      for (int k = 0; k < width; k++) {
        int at = row * width + k;
        out.set(at, out.get(at).plus(updates.get(i * width + k)));
      }
    }
    return out;
  }
}
