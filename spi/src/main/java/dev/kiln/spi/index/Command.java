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
   * A lower-case word, or two: {@code benchmark}, {@code benchmark table}. Of the host's commands
   * only {@code models} and {@code plugins} take a second word: {@code models loras}.
   */
  String name();

  /** One sentence for {@code kiln --help}. */
  String summary();

  /**
   * Names of the parameters, in order. All are required, but the last may be one that can be left
   * out, {@code "[FILE]"}, or any number of words, {@code "[WORD...]"}.
   */
  String[] parameters() default {};

  /**
   * Its flags: a record whose components have an {@link Option} with {@code flags} each; {@code
   * Record} itself for none. A list's items are texts. A command that declares flags takes no
   * others.
   */
  Class<? extends Record> options() default Record.class;
}
