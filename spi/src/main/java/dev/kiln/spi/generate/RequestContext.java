package dev.kiln.spi.generate;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.tensor.Picture;
import java.util.Optional;

/**
 * One request as one plugin sees it, from its first hook to its last. For the generation's own
 * thread.
 */
@ProvidedByHost
public interface RequestContext {
  /** How many pictures this request makes in all its passes. */
  int pictures();

  /**
   * The seed of a picture, 0..2³²-1. Random choices that are derived from it repeat when the
   * picture is made again. With a variation seed all pictures have the same.
   *
   * @param picture of the request, from 0
   */
  long seed(int picture);

  /**
   * What a picture of this request is drawn on: the host brings it to the size of the pictures, and
   * cuts it where only a part is drawn. Not to be changed. Empty for a picture from noise.
   *
   * @param picture of the request, from 0
   */
  Optional<Picture> initPicture(int picture);

  /** How much of a picture that was drawn before is drawn again in this pass. */
  default Redraws redraws() {
    return Redraws.NOTHING;
  }

  /**
   * SHA-256 of the model, in lower-case hexadecimal, for what is kept of one from request to
   * request: of its file, or of its UNet's where it is a folder. A file that no process has hashed
   * is read.
   */
  String modelHash();

  /** Width of the pictures in pixels. */
  int width();

  /** Height of the pictures in pixels. */
  int height();

  /**
   * The options that this request, over the settings, carries for the asking plugin. Absent fields
   * hold the default value of their {@code @Option}; empty when neither names the plugin.
   */
  <T extends Record> Optional<T> options(Class<T> type);

  /**
   * Keep something of this plugin's for its hooks that come later in this request. What was kept of
   * the same class before is replaced; it is let go when the request ends.
   */
  void keep(Object value);

  /** What this plugin kept in this request, by its exact class. */
  <T> Optional<T> kept(Class<T> type);

  /** Add a {@code key: value} pair to the infotext of every picture of this request. */
  void infotext(String key, String value);

  /** Tell the user something about this request, without failing it. */
  void warn(String message);

  /**
   * Show an extra picture after the generated ones: for example, what a plugin made of its input.
   *
   * @param name a word or two, also used in a file's name; an earlier picture of the same name is
   *     replaced
   */
  void picture(String name, Picture picture);
}
