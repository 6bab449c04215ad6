package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The names that a {@code SamplerProvider}, {@code ScheduleProvider}, {@code GuidanceProvider},
 * {@code AttentionOptimizer}, {@code ControlPreprocessor} or {@code PromptProcessor} answers to,
 * the first one being the one that is listed. A request for one of them wakes the plugin; for a tag
 * of a prompt all of its hooks take part.
 */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Offers {
  String[] value();

  /**
   * For an {@code AttentionOptimizer}: the one of highest rank is used where nobody asks for
   * another and none was measured. Equal ranks go by name.
   */
  int rank() default 0;

  /** For an {@code AttentionOptimizer}: flags of the command line that prefer it. */
  String[] flags() default {};
}
