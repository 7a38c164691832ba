package org.cotangent.ops;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;

/// Contraction in NumPy's notation: one letter for each axis, operands separated by commas; axes with one letter run together, and
/// letters missing behind `->` are summed.
///
/// Operands are contracted in pairs, the pair with the smallest result first, each by one general contraction.
final class Einsum {
  private final String subscripts;

  private Einsum(String subscripts) {
    this.subscripts = subscripts;
  }

  /// An operand and the letters of its axes.
  private record Term(Tensor tensor, List<Character> letters) {}

  static Tensor evaluate(String subscripts, List<? extends Tensor> operands) {
    return new Einsum(subscripts).run(operands);
  }

  private Tensor run(List<? extends Tensor> operands) {
    String text = subscripts.replace(" ", "");
    int arrow = text.indexOf("->");
    String[] inputs = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
    if (inputs.length != operands.size()) {
      throw new ShapeException(
          "einsum: \""
              + subscripts
              + "\" has "
              + inputs.length
              + " operands, but "
              + operands.size()
              + " are given");
    }
    DType dtype = operands.getFirst().dtype();
    for (Tensor operand : operands) {
      dtype = DType.promote(dtype, operand.dtype());
    }
    DType common = dtype == DType.BOOL ? DType.I64 : dtype;
    int dots = dots(inputs, operands);
    var terms = new ArrayList<Term>();
    var written = new ArrayList<Character>();
    for (int i = 0; i < inputs.length; i++) {
      Tensor operand = Shaping.convert(operands.get(i), common);
      List<Character> letters = letters(inputs[i], operand.shape(), dots);
      written.addAll(letters);
      terms.add(diagonals(operand, letters));
    }
    checkLengths(terms);
    List<Character> output =
        arrow < 0 ? implicit(written) : explicit(text.substring(arrow + 2), terms, dots);
    for (int i = 0; i < terms.size(); i++) {
      terms.set(i, withoutPrivate(terms, i, output));
    }
    while (terms.size() > 1) {
      contractCheapest(terms, output);
    }
    return arranged(terms.getFirst(), output);
  }

  /// Letters that nobody else has are summed at once.
  private Term withoutPrivate(List<Term> terms, int index, List<Character> output) {
    Term term = terms.get(index);
    var over = new ArrayList<Integer>();
    for (int axis = 0; axis < term.letters.size(); axis++) {
      char letter = term.letters.get(axis);
      boolean shared = output.contains(letter);
      for (int k = 0; k < terms.size() && !shared; k++) {
        shared = k != index && terms.get(k).letters.contains(letter);
      }
      if (!shared) {
        over.add(axis);
      }
    }
    if (over.isEmpty()) {
      return term;
    }
    var rest = new ArrayList<>(term.letters);
    over.reversed().forEach(axis -> rest.remove((int) axis));
    return new Term(new Reduction.ReduceSum(over).bind(term.tensor), rest);
  }

  /// Stand-ins for the axes behind an ellipsis: as many as the operand with most of them has.
  private int dots(String[] inputs, List<? extends Tensor> operands) {
    int dots = 0;
    for (int i = 0; i < inputs.length; i++) {
      if (inputs[i].contains("...")) {
        dots = Math.max(dots, operands.get(i).rank() - (inputs[i].length() - 3));
      }
    }
    return dots;
  }

  private List<Character> letters(String input, Shape shape, int dots) {
    int at = input.indexOf("...");
    String named = input.replace("...", "");
    int hidden = at < 0 ? 0 : shape.rank() - named.length();
    if (named.length() + hidden != shape.rank() || hidden < 0) {
      throw new ShapeException(
          "einsum: \""
              + input
              + "\" in \""
              + subscripts
              + "\" has "
              + named.length()
              + " axes, but the operand is "
              + shape);
    }
    var letters = new ArrayList<Character>();
    for (int i = 0; i <= named.length(); i++) {
      if (i == at) {
        for (int d = 0; d < hidden; d++) {
          letters.add((char) ('0' + dots - hidden + d));
        }
      }
      if (i < named.length()) {
        if (!Character.isLetter(named.charAt(i))) {
          throw new ShapeException(
              "einsum: '"
                  + named.charAt(i)
                  + "' in \""
                  + subscripts
                  + "\" is no letter of an axis");
        }
        letters.add(named.charAt(i));
      }
    }
    return letters;
  }

  /// A letter that one operand has twice is its diagonal.
  private static Term diagonals(Tensor operand, List<Character> letters) {
    Tensor tensor = operand;
    var rest = new ArrayList<>(letters);
    for (int i = 0; i < rest.size(); i++) {
      int again = rest.lastIndexOf(rest.get(i));
      while (again > i) {
        char letter = rest.get(i);
        tensor = Arranging.diagonal(tensor, 0, i, again);
        rest.remove(again);
        rest.remove(i);
        rest.add(letter);
        again = i < rest.size() ? rest.lastIndexOf(rest.get(i)) : i;
      }
    }
    return new Term(tensor, rest);
  }

  private void checkLengths(List<Term> terms) {
    for (Term first : terms) {
      for (Term second : terms) {
        for (int i = 0; i < first.letters.size(); i++) {
          int j = second.letters.indexOf(first.letters.get(i));
          if (j >= 0) {
            int p = first.tensor.shape().length(i);
            int q = second.tensor.shape().length(j);
            if (p != q && (p != 1 && q != 1 || !Character.isDigit(first.letters.get(i)))) {
              throw new ShapeException(
                  "einsum: \""
                      + subscripts
                      + "\": axis "
                      + first.letters.get(i)
                      + " has length "
                      + p
                      + " in "
                      + first.tensor.shape()
                      + " and "
                      + q
                      + " in "
                      + second.tensor.shape());
            }
          }
        }
      }
    }
    broadcastDots(terms);
  }

  /// Axes behind an ellipsis broadcast.
  private static void broadcastDots(List<Term> terms) {
    for (int k = 0; k < terms.size(); k++) {
      Term term = terms.get(k);
      Shape shape = term.tensor.shape();
      for (int i = 0; i < term.letters.size(); i++) {
        char letter = term.letters.get(i);
        if (Character.isDigit(letter)) {
          for (Term other : terms) {
            int j = other.letters.indexOf(letter);
            if (j >= 0 && shape.length(i) == 1) {
              shape = shape.resized(i, other.tensor.shape().length(j));
            }
          }
        }
      }
      terms.set(k, new Term(term.tensor.broadcastTo(shape), term.letters));
    }
  }

  /// Without an arrow: the letters that occur once, in alphabetical order, behind the ellipsis.
  private static List<Character> implicit(List<Character> written) {
    var once = new TreeSet<Character>();
    var all = new TreeSet<Character>();
    for (char letter : written) {
      if (all.add(letter) || Character.isDigit(letter)) {
        once.add(letter);
      } else {
        once.remove(letter);
      }
    }
    return new ArrayList<>(once);
  }

  private List<Character> explicit(String text, List<Term> terms, int dots) {
    var output = new ArrayList<Character>();
    for (int i = 0; i < text.length(); i++) {
      if (text.startsWith("...", i)) {
        for (int d = 0; d < dots; d++) {
          output.add((char) ('0' + d));
        }
        i += 2;
      } else {
        output.add(text.charAt(i));
      }
    }
    for (char letter : output) {
      if (terms.stream().noneMatch(term -> term.letters.contains(letter))
          || output.indexOf(letter) != output.lastIndexOf(letter)) {
        throw new ShapeException(
            "einsum: axis "
                + letter
                + " of the result of \""
                + subscripts
                + "\" is in no operand, or named twice");
      }
    }
    return output;
  }

  private static void contractCheapest(List<Term> terms, List<Character> output) {
    int first = 0;
    int second = 1;
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < terms.size(); i++) {
      for (int j = i + 1; j < terms.size(); j++) {
        double cost = terms.size() == 2 ? 0 : size(terms, i, j, output);
        if (cost < best) {
          best = cost;
          first = i;
          second = j;
        }
      }
    }
    Term right = terms.remove(second);
    Term left = terms.remove(first);
    terms.add(first, pair(left, right, needed(terms, output)));
  }

  private static double size(List<Term> terms, int i, int j, List<Character> output) {
    var others = new ArrayList<>(terms);
    others.remove(j);
    others.remove(i);
    Set<Character> needed = needed(others, output);
    double size = 1;
    var seen = new LinkedHashSet<Character>();
    for (Term term : List.of(terms.get(i), terms.get(j))) {
      for (int axis = 0; axis < term.letters.size(); axis++) {
        char letter = term.letters.get(axis);
        if (needed.contains(letter) && seen.add(letter)) {
          size *= term.tensor.shape().length(axis);
        }
      }
    }
    return size;
  }

  private static Set<Character> needed(List<Term> others, List<Character> output) {
    var needed = new LinkedHashSet<>(output);
    others.forEach(term -> needed.addAll(term.letters));
    return needed;
  }

  private static Term pair(Term left, Term right, Set<Character> needed) {
    var batch = new ArrayList<Character>();
    var sum = new ArrayList<Character>();
    for (char letter : left.letters) {
      if (right.letters.contains(letter)) {
        (needed.contains(letter) ? batch : sum).add(letter);
      }
    }
    Tensor product =
        new Contraction.DotGeneral(
                axes(left, batch), axes(right, batch), axes(left, sum), axes(right, sum))
            .bind(left.tensor, right.tensor);
    var letters = new ArrayList<>(batch);
    for (Term term : List.of(left, right)) {
      term.letters.stream()
          .filter(letter -> !batch.contains(letter) && !sum.contains(letter))
          .forEach(letters::add);
    }
    return new Term(product, letters);
  }

  private static List<Integer> axes(Term term, List<Character> letters) {
    return letters.stream().map(term.letters::indexOf).toList();
  }

  private static Tensor arranged(Term term, List<Character> output) {
    int[] order = output.stream().mapToInt(term.letters::indexOf).toArray();
    return IntStream.range(0, order.length).allMatch(i -> order[i] == i)
        ? term.tensor
        : Shaping.transpose(term.tensor, order);
  }
}
