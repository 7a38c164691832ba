package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.HashSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ThreefryTest {
  /// The known answers that the authors of the generator publish with it: counter, key, block.
  @Test
  void knownAnswers() {
    assertEquals(0x6b200159_99ba4efeL, Threefry.fold(0, 0));
    assertEquals(0x1cb996fc_bb002be7L, Threefry.fold(-1, -1));
    assertEquals(0xc4923a9c_483df7a0L, Threefry.fold(0x13198a2e_03707344L, 0x243f6a88_85a308d3L));
  }

  /// Blocks are computed in groups; where a group ends must not show.
  @Test
  void blocksAreThoseOfTheirCounters() {
    long key = Threefry.key(3);
    for (int count : new int[] {0, 1, 255, 256, 257, 1000}) {
      long[] each = LongStream.range(0, count).map(i -> Threefry.fold(key, i)).toArray();
      assertArrayEquals(each, Threefry.bits64(key, count));
      assertArrayEquals(each, Threefry.split(key, count));
      int[] folded = LongStream.of(each).mapToInt(block -> (int) (block >>> 32 ^ block)).toArray();
      assertArrayEquals(folded, Threefry.bits32(key, count));
    }
  }

  @Test
  void countersGoOnAcrossThirtyTwoBits() {
    long key = Threefry.key(11);
    long start = 0xFFFF_FFF0L;
    long[] out = new long[40];
    Threefry.blocks(key, start, out, 5, 30);
    for (int i = 0; i < 30; i++) {
      assertEquals(Threefry.fold(key, start + i), out[5 + i]);
    }
    assertArrayEquals(new long[5], Arrays.copyOf(out, 5));
    assertArrayEquals(new long[5], Arrays.copyOfRange(out, 35, 40));
  }

  @Test
  void wordsOfAKey() {
    long key = Threefry.key(0xFFFF_FFFFL, 0x8000_0001L);
    assertEquals(0xFFFF_FFFFL, Threefry.first(key));
    assertEquals(0x8000_0001L, Threefry.second(key));
    assertEquals(0xFFFF_FFFFL, Threefry.first(Threefry.key(-5)));
    assertEquals(4294967291L, Threefry.second(Threefry.key(-5)));
  }

  /// A block cipher maps different counters to different blocks.
  @Test
  void childrenDiffer() {
    var seen = new HashSet<Long>();
    for (long child : Threefry.split(Threefry.key(5), 100_000)) {
      seen.add(child);
    }
    assertEquals(100_000, seen.size());
  }
}
