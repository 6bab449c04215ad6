package dev.kiln.host.image;

import dev.kiln.spi.BadRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The texts of a picture file, from where webUI reads them: PNG's {@code parameters}, EXIF's user
 * comment of JPEG and WebP, and GIF's comment.
 *
 * @param infotext how the picture was made; empty where the file does not say
 * @param others texts of other names
 */
public record PictureText(String infotext, Map<String, String> others) {
  private static final String PARAMETERS = "parameters";

  /** Longer than any that is written, and short enough to be read at once. */
  public static final int LONGEST = 1 << 20;

  /**
   * @param what the file is called in errors
   * @throws BadRequest when it is no picture with texts that Kiln reads, is damaged, or its text is
   *     too long
   */
  public static PictureText of(String what, byte[] file) {
    Map<String, String> texts = new LinkedHashMap<>();
    if (PngImage.isOne(file)) {
      texts.putAll(PngImage.texts(what, file));
    } else if (GifComment.isGif(file)) {
      GifComment.of(file).ifPresent(text -> texts.put(PARAMETERS, text));
    } else if (!JpegHeader.isJpeg(file) && !PictureReaders.isWebp(file)) {
      throw new BadRequest(
          what + " is no picture whose text Kiln reads; give PNG, JPEG, WebP or GIF");
    }
    UserComment.of(file).ifPresent(comment -> texts.putIfAbsent(PARAMETERS, comment.text()));
    String infotext = Optional.ofNullable(texts.remove(PARAMETERS)).orElse("");
    demandShort(what, infotext);
    return new PictureText(infotext, texts);
  }

  /**
   * @throws BadRequest when a text is longer than what is read
   */
  public static void demandShort(String what, String text) {
    if (text.length() > LONGEST) {
      throw new BadRequest(
          "%s has %d letters of text; at most %d are read".formatted(what, text.length(), LONGEST));
    }
  }

  /**
   * The infotext of a picture that should have one.
   *
   * @param what the file is called in errors
   * @throws BadRequest when it has none
   */
  public String demand(String what) {
    if (infotext.isBlank()) {
      throw new BadRequest(
          what
              + " has no infotext"
              + (others.containsKey("workflow") ? ", only ComfyUI's workflow" : "")
              + "; give a picture as it was saved by Kiln, webUI or another program that writes one");
    }
    return infotext;
  }
}
