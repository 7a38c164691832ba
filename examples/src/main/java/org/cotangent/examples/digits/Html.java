package org.cotangent.examples.digits;

/// The frame of the report: one page, light or dark as the reader's system is, nothing loaded from
/// anywhere.
final class Html {
  private Html() {}

  /// `text` as it is to be read.
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  static String page(String title, String body) {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>%s</title>
    <style>
    %s</style>
    </head>
    <body>
    <main>
    %s</main>
    </body>
    </html>
    """
        .formatted(escape(title), STYLE, body);
  }

  private static final String STYLE =
      """
      :root {
        --page: #fbfbfa; --card: #fff; --text: #1d2026; --soft: #667080; --rule: #e3e5e8;
        --first: #2563b8; --second: #c2410c; --good: #15803d; --bad: #c0262d; --tint: 37 99 184;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --page: #14171c; --card: #1c2027; --text: #e6e8eb; --soft: #98a2b0; --rule: #2f353f;
          --first: #74aaf0; --second: #f2995c; --good: #4cc077; --bad: #f2777a; --tint: 116 170 240;
        }
        .digit img { filter: invert(0.9); }
      }
      body {
        margin: 0; background: var(--page); color: var(--text);
        font: 16px/1.55 system-ui, "Segoe UI", Roboto, sans-serif;
      }
      main { max-width: 60rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
      h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; letter-spacing: -.01em; }
      h2 { font-size: 1.2rem; margin: 2.6rem 0 .4rem; }
      p { margin: .3rem 0 1rem; max-width: 46rem; }
      .soft { color: var(--soft); }
      .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .8rem; margin: 1.6rem 0; }
      .tile, figure, .confusion, details {
        background: var(--card); border: 1px solid var(--rule); border-radius: 10px;
      }
      .tile { padding: .8rem 1rem; }
      .tile b { display: block; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
      .tile span { color: var(--soft); font-size: .85rem; }
      figure { margin: 1rem 0; padding: .8rem; }
      .chart { width: 100%; height: auto; display: block; font-size: 12px; }
      .chart text { fill: var(--soft); }
      .chart .axis, .chart .tick { stroke: var(--soft); }
      .chart .grid { stroke: var(--rule); }
      .chart polyline { fill: none; stroke-width: 1.8; stroke-linejoin: round; }
      .chart polyline.series-0 { stroke-width: 1.1; }
      .chart .series-0 { stroke: var(--first); }
      .chart .series-1 { stroke: var(--second); }
      .chart line.series-0, .chart line.series-1 { stroke-width: 2.5; }
      .chart circle.series-1 { fill: none; stroke-width: 1.4; }
      .digits { display: grid; grid-template-columns: repeat(auto-fill, minmax(4.6rem, 1fr)); gap: .6rem; }
      .digit {
        background: var(--card); border: 2px solid var(--good); border-radius: 8px; margin: 0; padding: .35rem;
        text-align: center; font-size: .82rem;
      }
      .digit.wrong { border-color: var(--bad); }
      .digit img { width: 100%; display: block; image-rendering: pixelated; border-radius: 4px; }
      .digit b { color: var(--good); }
      .digit.wrong b { color: var(--bad); }
      .confusion { overflow-x: auto; padding: .8rem; }
      table { border-collapse: collapse; margin: 0 auto; font-variant-numeric: tabular-nums; }
      th, td { width: 2.6rem; height: 2.1rem; text-align: center; font-size: .9rem; }
      th { color: var(--soft); font-weight: 500; white-space: nowrap; }
      th:first-child { padding-right: .6rem; text-align: right; }
      td.right { background: rgb(var(--tint) / var(--part)); border-radius: 4px; }
      td.wrong { color: var(--bad); font-weight: 700; }
      td.none { color: var(--rule); }
      details { padding: .7rem 1rem; margin: .8rem 0; }
      summary { cursor: pointer; font-weight: 600; }
      pre { overflow-x: auto; font: .8rem/1.5 ui-monospace, "Cascadia Mono", Menlo, monospace; }
      """;
}
