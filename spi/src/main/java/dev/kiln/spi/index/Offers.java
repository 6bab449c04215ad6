package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The name by which a request chooses a {@code GuidanceProvider} or an {@code AttentionOptimizer},
 * the name of a {@code ConvolutionOptimizer}, the names of an {@code Upscaler}, the tags of the
 * prompt that a {@code PromptProcessor} reads, or the keys of an {@code InfotextReader}. A request
 * for a name wakes the plugin; a tag of a prompt activates all of its hooks.
 */
@Documented
@ValueType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Offers {
  /**
   * One name, lower case, words joined by dashes; of an upscaler any number of names; or any number
   * of tags or keys. A key also stands for all that have a number behind it: {@code ControlNet} for
   * {@code ControlNet 0}, {@code ADetailer model} for {@code ADetailer model 2nd}.
   */
  String[] value();

  /**
   * For a guidance or an attention optimizer: of those that can serve, the one of highest rank is
   * used where nobody asks for another. Equal ranks are a conflict that the request must settle.
   */
  int rank() default 0;

  /**
   * For an attention optimizer: whether it equals softmax(q·kᵀ·scale + bias)·v. One that does not,
   * since queries see some of the keys only, is used where a request, a flag or the settings name
   * it, and never chosen otherwise.
   */
  boolean exact() default true;

  /** For an attention optimizer: flags of the command line that prefer it. */
  String[] flags() default {};
}
