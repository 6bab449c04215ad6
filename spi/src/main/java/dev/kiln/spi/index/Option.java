package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One field of an options record, or of what a route takes. */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
  /** What the page writes beside the control. */
  String label();

  /** A sentence that explains it, on the page, in {@code --help} and in the API description. */
  String help() default "";

  /**
   * The default, as text: "0.1", "true"; of a list always "[]"; of an enum the constant's name in
   * lower case, with dashes for underscores.
   */
  String defaultValue();

  /** The smallest number allowed. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest number allowed. */
  double max() default Double.POSITIVE_INFINITY;

  /** By how much the page's control changes a number; 0 for any amount. */
  double step() default 0;

  /**
   * Flags of the command line that set this option for all requests of the process; those of a
   * {@code boolean} take no value and set it to true, those of a list may be typed several times.
   * Those of a command are its own, and one may be a letter: {@code -o}.
   */
  String[] flags() default {};

  /**
   * Fields of a webUI request, or of its override_settings, that mean this option; of what a route
   * takes, the names that it goes by.
   */
  String[] webui() default {};

  /**
   * The key of the infotext under which this plugin writes the option; empty for none. Where a
   * picture's infotext is read back, its value becomes the option's. A text, number, choice or
   * truth is read as it is written, {@code True} too.
   */
  String infotext() default "";

  /**
   * Makes it a knob of an approximation: the value at which the plugin leaves every bit of a
   * picture as it is, as text. The further the option is from this value, the less work a picture
   * takes. Such an option is a number with both bounds and a key of the infotext. A plugin whose
   * knobs all have this value takes no part. Empty for all other options.
   */
  String exact() default "";
}
