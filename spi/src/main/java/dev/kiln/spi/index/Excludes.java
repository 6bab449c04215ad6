package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A plugin that cannot take part in the same request as the one that says so. One of the two says
 * it; a plugin that is not installed may be named.
 */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target({})
public @interface Excludes {
  /** Its id. */
  String plugin();

  /** The reason, as the rest of a sentence: "both change the same attention". */
  String why();
}
