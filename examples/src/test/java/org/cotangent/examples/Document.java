package org.cotangent.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A page in Markdown and the programs in it. The conventions are those of [DocumentationTest].
///
/// @param name of the file
/// @param listings the programs, in order
record Document(String name, List<Listing> listings) {
  private static final Pattern FENCE = Pattern.compile(" {0,3}(`{3,}|~{3,})\\s*(.*?)\\s*");
  private static final Pattern COMMENT =
      Pattern.compile(" {0,3}<!--\\s*(continues|output)\\s*-->\\s*");

  /// A line and its number in the document, from 1.
  record Line(int number, String text) {}

  /// A fenced block.
  ///
  /// @param number the line of the fence
  /// @param marker what the comment above says, or nothing
  private record Block(int number, String language, String marker, List<Line> lines) {}

  static Document read(Path file) throws IOException {
    return parse(file.getFileName().toString(), Files.readString(file));
  }

  static Document parse(String name, String markdown) {
    var listings = new ArrayList<Listing>();
    for (var block : blocks(name, markdown)) {
      var java = block.language.equals("java");
      var place = name + ":" + block.number + ": ";
      require(!block.language.isEmpty(), place + "name the language of the block: java, sh, text");
      require(
          java || !block.language.toLowerCase(Locale.ROOT).startsWith("java"),
          place + "write `java`, and <!-- continues --> above a block that carries on");
      require(
          block.marker.isEmpty() || java == block.marker.equals("continues"),
          place + "<!-- " + block.marker + " --> does not fit a block of " + block.language);
      if (java && block.marker.isEmpty()) {
        listings.add(new Listing(name, block.number, block.lines, List.of()));
      } else if (java || block.marker.equals("output")) {
        require(!listings.isEmpty(), place + "there is no program before it");
        var last = listings.removeLast();
        listings.add(java ? last.continued(block.lines) : last.printing(block.lines));
      }
    }
    return new Document(name, List.copyOf(listings));
  }

  private static List<Block> blocks(String name, String markdown) {
    var blocks = new ArrayList<Block>();
    var lines = markdown.lines().toList();
    var marker = "";
    for (int i = 0; i < lines.size(); i++) {
      var fence = FENCE.matcher(lines.get(i));
      var comment = COMMENT.matcher(lines.get(i));
      if (fence.matches()) {
        int start = i + 1;
        do {
          i++;
          require(i < lines.size(), name + ":" + start + ": the block does not end");
        } while (!closes(lines.get(i), fence.group(1)));
        var inside = new ArrayList<Line>();
        for (int k = start; k < i; k++) {
          inside.add(new Line(k + 1, lines.get(k)));
        }
        blocks.add(new Block(start, fence.group(2), marker, List.copyOf(inside)));
        marker = "";
      } else if (comment.matches()) {
        marker = comment.group(1);
      } else if (!lines.get(i).isBlank()) {
        require(marker.isEmpty(), name + ":" + i + ": no block follows <!-- " + marker + " -->");
      }
    }
    require(marker.isEmpty(), name + ": no block follows <!-- " + marker + " -->");
    return blocks;
  }

  private static boolean closes(String line, String fence) {
    var stripped = line.strip();
    return stripped.startsWith(fence) && stripped.replace(fence.substring(0, 1), "").isEmpty();
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
