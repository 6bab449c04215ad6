package dev.kiln.spi.index;

import dev.kiln.spi.ValueType;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The form of the errors below a path, for the routes of an {@code HttpEndpoint} that are another
 * API's. It holds for all that the host refuses there, too: unknown paths, wrong credentials,
 * bodies that are too large, and the event {@code error} of a stream.
 *
 * <p>A form is JSON. In its texts <code>{detail}</code> stands for the sentence, and <code>{error}
 * </code> for the word by which Kiln calls the error, such as {@code QueueFull}.
 */
@Documented
@ValueType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface ErrorForm {
  /** Below which it holds, one part: {@code /v1}. None of the host's own routes may lie there. */
  String path();

  /** Of errors with a status below 500, for which the request can be mended. */
  String request();

  /** Of errors with a status from 500 on. */
  String server();

  /** The status of a {@code BadRequest}. */
  int badRequest() default 422;
}
