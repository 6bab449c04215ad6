package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The flag of a {@code CliFlag}. */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Flag {
  /** As it is typed: {@code --control}. */
  String name();

  /** Its value, for the help: {@code MODEL=FILE[:WEIGHT]}; empty where it takes none. */
  String value() default "";

  /** One sentence for {@code kiln txt2img --help}. */
  String summary();
}
