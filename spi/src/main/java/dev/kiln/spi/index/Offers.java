package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The names that a {@code SamplerProvider}, {@code ScheduleProvider} or {@code GuidanceHook}
 * answers to, the first one being the one that is listed. A request for one of them wakes the
 * plugin.
 */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface Offers {
  String[] value();
}
