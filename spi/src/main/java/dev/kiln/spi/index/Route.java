package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** One route of an {@code HttpEndpoint}. */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
@Repeatable(Route.List.class)
public @interface Route {
  /** Upper case. */
  String method();

  /** Absolute, parts in braces: {@code /kiln/v1/things/{name}}. */
  String path();

  /** One sentence for the API description. */
  String summary();

  /** Several routes of one endpoint. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface List {
    Route[] value();
  }
}
