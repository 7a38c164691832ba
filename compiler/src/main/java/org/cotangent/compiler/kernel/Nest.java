package org.cotangent.compiler.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A loop nest: what is done, over how many places, to elements of which arrays. Every access moves by a constant stride along
/// each loop; and may jump, by what an operand of places says, as gathers and scatters do.
///
/// One of the loops is parted: code is made for a range of its turns, so that several threads may share it, and several nests run over
/// the same strip of an axis one after the other. An array that holds nothing but the strip is counted from the strip's start.
///
/// @param extents the lengths of the loops, outermost first; at least one
/// @param operands what is read
/// @param body what is computed from them
/// @param outputs what is written
/// @param parted the loop that is parted
/// @param turns how many of its turns make a step of the axis that it stands for, others being joined with it
public record Nest(
    List<Integer> extents,
    List<Operand> operands,
    Body body,
    List<Output> outputs,
    int parted,
    int turns) {
  /// By how much further an element lies than offset and strides say.
  ///
  /// @param list the number of the operand, of [Lane#I32], whose element is multiplied: none negative, and none so large that it leads out
  ///     of the array. Operands jump by earlier ones
  /// @param scale by what
  public record Jump(int list, int scale) {}

  /// What is read.
  ///
  /// @param lane the type of the elements
  /// @param offset where the first element lies
  /// @param strides how far the next place along each loop lies; 0 for the same element
  /// @param strip whether the array holds one strip
  /// @param jumps how much further it lies
  public record Operand(
      Lane lane, int offset, List<Integer> strides, boolean strip, List<Jump> jumps) {
    /// Copies the lists.
    public Operand {
      strides = List.copyOf(strides);
      jumps = List.copyOf(jumps);
    }

    /// Of a whole array.
    public Operand(Lane lane, int offset, List<Integer> strides) {
      this(lane, offset, strides, false, List.of());
    }

    private Operand along(List<Integer> loops) {
      return new Operand(lane, offset, chosen(strides, loops), strip, jumps);
    }
  }

  /// How elements that meet at one place of an output come together.
  public enum Reduction {
    /// One element for each place.
    NONE,
    /// Added.
    SUM,
    /// The largest; NaN passes.
    MAX,
    /// The smallest; NaN passes.
    MIN;

    /// What has no influence.
    public double identity() {
      return switch (this) {
        case NONE, SUM -> 0;
        case MAX -> Double.NEGATIVE_INFINITY;
        case MIN -> Double.POSITIVE_INFINITY;
      };
    }
  }

  /// What is written.
  ///
  /// @param value the number of the instruction
  /// @param lane the type of the elements
  /// @param reduction how elements come together
  /// @param offset where the first element lies
  /// @param strides how far the next place along each loop lies; 0 along loops that are reduced
  /// @param strip whether the array holds one strip
  /// @param jumps how much further it lies; if it jumps, it is a [Reduction#SUM]: several elements may meet anywhere
  public record Output(
      int value,
      Lane lane,
      Reduction reduction,
      int offset,
      List<Integer> strides,
      boolean strip,
      List<Jump> jumps) {
    /// Copies the lists.
    public Output {
      strides = List.copyOf(strides);
      jumps = List.copyOf(jumps);
    }

    /// To a whole array.
    public Output(int value, Lane lane, Reduction reduction, int offset, List<Integer> strides) {
      this(value, lane, reduction, offset, strides, false, List.of());
    }

    private Output along(List<Integer> loops) {
      List<Integer> kept = chosen(strides, loops);
      // What was reduced over loops of length 1 only is not reduced.
      Reduction reached = listed() || kept.contains(0) ? reduction : Reduction.NONE;
      return new Output(value, lane, reached, offset, kept, strip, jumps);
    }

    private boolean listed() {
      return !jumps.isEmpty();
    }

    /// The innermost loop along which it moves; −1 if there is none.
    int level() {
      return listed() ? strides.size() - 1 : deepest(strides);
    }

    /// Whether it is reduced along a loop outside of one along which it moves, so that the array holds partial results.
    public boolean scattered() {
      return reduction != Reduction.NONE
          && (listed() || strides.subList(0, level() + 1).contains(0));
    }

    /// Whether it is reduced along loops inside of those along which it moves.
    boolean folded(int loops) {
      return reduction != Reduction.NONE && level() < loops - 1;
    }
  }

  /// Whether each part of the parted loop has a result of its own, since that loop is reduced.
  public boolean slotted(Output output) {
    return output.reduction != Reduction.NONE
        && !output.listed()
        && output.strides.get(parted) == 0;
  }

  /// Whether elements are added where a list says, in the order of the loops: no two parts may do so at the same time.
  public boolean ordered() {
    return outputs.stream().anyMatch(Output::listed);
  }

  /// The innermost loop along which an operand moves; −1 if there is none.
  int level(int operand) {
    return level(operands.get(operand).strides, operands.get(operand).jumps);
  }

  /// The same of anything with these strides and jumps.
  private int level(List<Integer> strides, List<Jump> jumps) {
    int level = deepest(strides);
    for (Jump jump : jumps) {
      level = Math.max(level, level(jump.list));
    }
    return level;
  }

  /// Whether one of the jumps changes along a loop.
  private boolean leaps(List<Jump> jumps, int loop) {
    return jumps.stream()
        .map(jump -> operands.get(jump.list))
        .anyMatch(list -> list.strides.get(loop) != 0 || leaps(list.jumps, loop));
  }

  static int deepest(List<Integer> strides) {
    for (int level = strides.size() - 1; level >= 0; level--) {
      if (strides.get(level) != 0) {
        return level;
      }
    }
    return -1;
  }

  /// Copies the lists.
  public Nest {
    extents = List.copyOf(extents);
    operands = List.copyOf(operands);
    outputs = List.copyOf(outputs);
  }

  /// Whose outermost loop is parted.
  public Nest(List<Integer> extents, List<Operand> operands, Body body, List<Output> outputs) {
    this(extents, operands, body, outputs, 0, 1);
  }

  /// The same with that loop parted.
  public Nest parted(int level) {
    return new Nest(extents, operands, body, outputs, level, 1);
  }

  /// The number of places.
  public long size() {
    long size = 1;
    for (int extent : extents) {
      size *= extent;
    }
    return size;
  }

  int loops() {
    return extents.size();
  }

  /// The level at which each instruction's result changes: −1 for one that is the same everywhere.
  int[] levels() {
    int[] levels = new int[body.instructions().size()];
    for (int i = 0; i < levels.length; i++) {
      Body.Instruction instruction = body.get(i);
      levels[i] = instruction.code() == Code.LOAD ? level((int) instruction.number()) : -1;
      for (int operand : instruction.operands()) {
        levels[i] = Math.max(levels[i], levels[operand]);
      }
    }
    return levels;
  }

  /// The same with as few loops as possible: those of length 1 are left out, and a loop is joined with the next one where a step
  /// of it is a full turn of that one for all that is read and written. The parted loop is joined with inner ones only.
  public Nest collapsed() {
    var kept = new ArrayList<Integer>();
    for (int level = 0; level < extents.size(); level++) {
      if (extents.get(level) != 1) {
        kept.add(level);
      }
    }
    if (kept.isEmpty()) {
      kept.add(extents.size() - 1);
    }
    var groups = new ArrayList<List<Integer>>();
    for (int level : kept) {
      if (!groups.isEmpty()
          && !(level == parted && parted > 0)
          && joins(groups.getLast().getLast(), level)) {
        groups.getLast().add(level);
      } else {
        groups.add(new ArrayList<>(List.of(level)));
      }
    }
    var lengths = new ArrayList<Integer>();
    var last = new ArrayList<Integer>();
    int part = 0;
    int turned = 1;
    for (List<Integer> group : groups) {
      int length = 1;
      for (int level : group) {
        length *= extents.get(level);
      }
      if (group.getFirst() == parted) {
        part = lengths.size();
        turned = turns * length / extents.get(parted);
      }
      lengths.add(length);
      last.add(group.getLast());
    }
    return new Nest(
        lengths,
        operands.stream().map(o -> o.along(last)).toList(),
        body,
        outputs.stream().map(o -> o.along(last)).toList(),
        part,
        turned);
  }

  private boolean joins(int outer, int inner) {
    int length = extents.get(inner);
    for (Operand operand : operands) {
      if (operand.strides.get(outer) != operand.strides.get(inner) * length) {
        return false;
      }
    }
    for (Output output : outputs) {
      if (output.strides.get(outer) != output.strides.get(inner) * length) {
        return false;
      }
    }
    return true;
  }

  private static List<Integer> chosen(List<Integer> list, List<Integer> indices) {
    return indices.stream().map(list::get).toList();
  }

  /// The same with the loops in an order in which most accesses of the innermost one are to neighbours; where the outermost loop is
  /// parted, another one may be so afterwards.
  public Nest arranged() {
    int loops = loops();
    if (loops < 2 || ordered()) {
      return this;
    }
    int best = loops - 1;
    int most = Integer.MIN_VALUE;
    for (int level = loops - 1; level >= 0; level--) {
      int neighbours = 0;
      for (Operand operand : operands) {
        neighbours += ease(leaps(operand.jumps, level) ? SCATTERED : operand.strides.get(level));
      }
      for (Output output : outputs) {
        neighbours += ease(output.strides.get(level));
      }
      if (neighbours > most && extents.get(level) >= Math.min(4, extents.get(best))) {
        best = level;
        most = neighbours;
      }
    }
    if (best == loops - 1) {
      return this;
    }
    var order = new ArrayList<Integer>();
    for (int level = 0; level < loops; level++) {
      if (level != best) {
        order.add(level);
      }
    }
    order.add(best);
    return new Nest(
        chosen(extents, order),
        operands.stream().map(o -> o.along(order)).toList(),
        body,
        outputs.stream().map(o -> o.along(order)).toList(),
        order.indexOf(parted),
        turns);
  }

  /// In place of a stride where there is none.
  private static final int SCATTERED = Integer.MAX_VALUE;

  /// How well whole vectors go along a stride.
  private static int ease(int stride) {
    return switch (stride) {
      case 0 -> 1;
      case 1 -> 2;
      default -> -2;
    };
  }

  /// As text, one line for each access and instruction.
  @Override
  public String toString() {
    var text = new StringBuilder("for ").append(extents);
    if (parted > 0 || turns > 1) {
      text.append(" parted ").append(parted).append(" by ").append(turns);
    }
    text.append('\n');
    for (int i = 0; i < body.instructions().size(); i++) {
      Body.Instruction in = body.get(i);
      text.append("  %")
          .append(i)
          .append(" = ")
          .append(in.code().name().toLowerCase(java.util.Locale.ROOT));
      if (in.code() == Code.LOAD) {
        Operand operand = operands.get((int) in.number());
        text.append(" #").append(in.number()).append(" +").append(operand.offset);
        text.append(' ').append(operand.strides).append(operand.strip ? " strip" : "");
        operand.jumps.forEach(jump -> text.append(' ').append(text(jump)));
      } else if (in.code() == Code.CONSTANT) {
        text.append(' ')
            .append(
                in.lane().floating()
                    ? Double.toString(in.constant())
                    : Long.toHexString(in.number()));
      } else if (in.number() != 0) {
        text.append(' ').append(in.number());
      }
      for (int operand : in.operands()) {
        text.append(" %").append(operand);
      }
      text.append(" : ").append(in.lane().dtype().text()).append('\n');
    }
    for (Output output : outputs) {
      text.append("  out %").append(output.value).append(' ');
      if (output.reduction != Reduction.NONE) {
        text.append(output.reduction.name().toLowerCase(java.util.Locale.ROOT)).append(' ');
      }
      text.append('+').append(output.offset).append(' ').append(output.strides);
      text.append(output.strip ? " strip" : "");
      output.jumps.forEach(jump -> text.append(' ').append(text(jump)));
      text.append('\n');
    }
    return text.toString();
  }

  /// A jump as text: the operand with its own access, as no instruction loads it.
  private String text(Jump jump) {
    Operand list = operands.get(jump.list);
    var text = new StringBuilder("+").append(jump.scale).append("·(#").append(jump.list);
    text.append(" +").append(list.offset).append(' ').append(list.strides);
    list.jumps.forEach(inner -> text.append(' ').append(text(inner)));
    return text.append(')').toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Nest nest
        && extents.equals(nest.extents)
        && operands.equals(nest.operands)
        && outputs.equals(nest.outputs)
        && parted == nest.parted
        && turns == nest.turns
        && body.instructions().equals(nest.body.instructions());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(
        new Object[] {extents, operands, outputs, body.instructions(), parted, turns});
  }
}
