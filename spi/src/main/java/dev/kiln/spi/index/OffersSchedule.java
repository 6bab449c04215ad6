package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Describes the noise schedule of a {@code ScheduleProvider}. The host lists it from this, and
 * wakes the plugin when a request names it.
 */
@Documented
@Inherited
@ValueType
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface OffersSchedule {
  /** Lower case: "sgm_uniform". */
  String name();

  /** As users read it: "SGM Uniform"; empty for the name. */
  String label() default "";

  /** Further names: "SGMUniform". */
  String[] aliases() default {};

  /** Its default exponent; 0 where it has none. */
  double rho() default 0;

  /** Whether it asks for the model's own table of noise levels. */
  boolean needsTable() default false;
}
