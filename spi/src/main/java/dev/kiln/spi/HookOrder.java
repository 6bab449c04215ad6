package dev.kiln.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Where an extension stands in its chain. The first in order wraps the rest. Ties are broken by
 * plugin id, never by load order; an id that is not installed is ignored; a cycle is reported with
 * its path and broken by plugin id.
 */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface HookOrder {
  Phase phase() default Phase.NORMAL;

  /** Plugin ids that this extension runs before, that is, outside of. */
  String[] before() default {};

  /** Plugin ids that this extension runs after, that is, inside of. */
  String[] after() default {};

  /** Coarse position: all of EARLY wraps all of NORMAL, which wraps all of LATE. */
  enum Phase {
    EARLY,
    NORMAL,
    LATE
  }
}
