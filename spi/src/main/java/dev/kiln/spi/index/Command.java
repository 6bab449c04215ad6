package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The command of a {@code CliContribution}. */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Command {
  /**
   * A lower-case word, or two for a part of the host's commands {@code models} and {@code plugins}:
   * {@code models loras}.
   */
  String name();

  /** One sentence for {@code kiln --help}. */
  String summary();

  /**
   * Names of the parameters, in order. All are required, but the last may be one that can be left
   * out, {@code "[FILE]"}, or any number of words, {@code "[WORD...]"}.
   */
  String[] parameters() default {};
}
