package dev.kiln.host.prompt;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Text as the fix_text of Python's ftfy 6.3 leaves it, which webUI's tokenizer applies to a prompt:
 * typographic variants become what CLIP was trained on. Only mojibake stays as it is, which ftfy
 * finds by statistics.
 */
final class FixedText {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  /** For text escaped more often than anyone does: ftfy has no limit, and takes quadratic time. */
  private static final int MOST_ROUNDS = 16;

  private static final char UNKNOWN = '\ufffd';
  private static final Pattern C1_CONTROL = Pattern.compile("[\\x80-\\x9f]");
  private static final Pattern LATIN_LIGATURE =
      Pattern.compile("[\u0132\u0133\u0149\u01c4-\u01cc\u01f1-\u01f3\ufb00-\ufb06]");
  private static final Pattern OTHER_WIDTH = Pattern.compile("[\u3000\uff01-\uffef]");
  private static final Pattern DOUBLE_QUOTE = Pattern.compile("[\u201c-\u201f]");
  private static final Pattern SINGLE_QUOTE = Pattern.compile("[\u02bc\u2018-\u201b]");
  private static final Pattern LINE_BREAK = Pattern.compile("\r\n?|[\u2028\u2029\u0085]");
  private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");
  private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\u001b\\[[\\d;]*[a-zA-Z]");
  private static final Pattern CONTROL =
      Pattern.compile("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\u206a-\u206f\ufeff\ufff9-\ufffc]");

  private FixedText() {}

  static String of(String text) {
    int tag = text.indexOf('<');
    if (tag < 0) {
      return untilStable(text, HtmlEntities::unescape);
    }
    // A line with a tag is taken for HTML, as are those after it: their entities stay.
    int line = text.lastIndexOf('\n', tag) + 1;
    return untilStable(text.substring(0, line), HtmlEntities::unescape)
        + untilStable(text.substring(line), UnaryOperator.identity());
  }

  private static String untilStable(String text, UnaryOperator<String> unescape) {
    String fixed = text;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      String before = fixed;
      fixed = fixOnce(unescape.apply(before));
      if (fixed.equals(before)) {
        break;
      }
    }
    return fixed;
  }

  private static String fixOnce(String text) {
    String fixed = C1_CONTROL.matcher(text).replaceAll(c1 -> windows(c1.group().charAt(0)));
    fixed = LATIN_LIGATURE.matcher(fixed).replaceAll(FixedText::letters);
    fixed = OTHER_WIDTH.matcher(fixed).replaceAll(FixedText::compatible);
    fixed = DOUBLE_QUOTE.matcher(fixed).replaceAll("\"");
    fixed = SINGLE_QUOTE.matcher(fixed).replaceAll("'");
    fixed = LINE_BREAK.matcher(fixed).replaceAll("\n");
    fixed = LONE_SURROGATE.matcher(fixed).replaceAll(Character.toString(UNKNOWN));
    fixed = TERMINAL_ESCAPE.matcher(fixed).replaceAll("");
    fixed = CONTROL.matcher(fixed).replaceAll("");
    return Normalizer.normalize(fixed, Normalizer.Form.NFC);
  }

  /** What Windows has in place of a control character of Latin-1; itself where it has nothing. */
  static String windows(char c1) {
    byte[] latin = Character.toString(c1).getBytes(StandardCharsets.ISO_8859_1);
    String decoded = WINDOWS_1252.decode(ByteBuffer.wrap(latin)).toString();
    return decoded.charAt(0) == UNKNOWN ? Character.toString(c1) : decoded;
  }

  private static String letters(MatchResult ligature) {
    // NFKC would make an s of the long s too.
    return ligature.group().equals("\ufb05") ? "\u017ft" : compatible(ligature);
  }

  private static String compatible(MatchResult variant) {
    return Normalizer.normalize(variant.group(), Normalizer.Form.NFKC);
  }
}
