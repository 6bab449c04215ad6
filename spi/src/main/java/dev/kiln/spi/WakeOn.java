package dev.kiln.spi;

import dev.kiln.spi.host.ModelFiles;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * When a plugin's classes are loaded and its container is booted. Without this annotation an
 * extension wakes its plugin when a request or the settings carry options for it. Routes, commands
 * and offered names wake their plugin in any case.
 */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface WakeOn {
  Wake value();

  /**
   * Folders without whose files the plugin has nothing to do: a generation then wakes it only while
   * the folder of models has one of these, in any case of letters. A folder beside that of the
   * models is {@code ../embeddings}. None, and no {@link #models}, for any generation.
   */
  String[] folders() default {};

  /**
   * The same by kinds of models, wherever in their folder they lie: for files that need no folder
   * of their own. Where both are given, either wakes it.
   */
  ModelFiles.Kind[] models() default {};

  /**
   * From how many pixels on a generation's pictures wake it. A size that a request leaves to the
   * picture it begins with counts as any.
   */
  int pixels() default 0;

  /** What wakes a plugin. */
  enum Wake {
    /** Options of this plugin in a request or in the settings. */
    OPTION,
    /** Any generation. */
    GENERATION,
    /** The start of the HTTP server. */
    SERVER
  }
}
