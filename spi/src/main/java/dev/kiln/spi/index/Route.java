package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * One route of an {@code HttpEndpoint}. What it takes is described in {@code /openapi.json} from
 * here, and checked before the endpoint sees it.
 */
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

  /**
   * What the query may say: a record whose components have an {@link Option} each, as those of an
   * options record; {@code Record} itself for nothing. A component goes by its own name, or by
   * those in {@code Option.webui}, of which the first one is described.
   */
  Class<? extends Record> query() default Record.class;

  /** The fields of a JSON body, declared as {@link #query} is. */
  Class<? extends Record> body() default Record.class;

  /**
   * Media types of bodies that are not JSON: {@code "image/png"}, {@code "image/*"}. Where there
   * are some, any other body but those of {@link #body} and {@link #parts} is answered with 415.
   */
  String[] accepts() default {};

  /** The parts that a form, {@code multipart/form-data}, may have; none where it takes no form. */
  String[] parts() default {};

  /** Several routes of one endpoint. */
  @Documented
  @Retention(RetentionPolicy.CLASS)
  @Target(ElementType.TYPE)
  @interface List {
    Route[] value();
  }
}
