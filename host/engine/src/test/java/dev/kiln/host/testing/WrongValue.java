package dev.kiln.host.testing;

import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import java.util.List;
import java.util.stream.Stream;

/**
 * A value just out of a field's bounds, and the sentence that every door refuses it with.
 *
 * @param value as it is typed, or stands in JSON
 */
public record WrongValue(RequestField<?> field, String value, String sentence) {
  /** One for each field that has bounds. */
  public static List<WrongValue> all() {
    return Stream.of(
            "seed is -2; it must be 0 to 9223372036854775807, or -1 for a random one",
            "variation seed is -2; it must be 0 to 9223372036854775807, or -1 for a random one",
            "seed resize width is 8193; it must be 0 to 8192",
            "seed resize height is 9000; it must be 0 to 8192",
            "variation strength is 1.5; it must be a number from 0 to 1",
            "steps is 1001; it must be 1 to 1000",
            "cfg scale is 100.5; it must be a number from -100 to 100",
            "width is 8; it must be 16 to 8192",
            "height is 20, which is not a multiple of 8; take 16 or 24",
            "batch size is 65; it must be 1 to 64",
            "batch count is 0; it must be 1 to 1000",
            "clip skip is 49; it must be 1 to 48",
            "eta is 10.5; it must be a number from 0 to 10",
            "s_churn is -1; it must be a number from 0 to 1000",
            "s_tmin is 2000000000; it must be a number from 0 to 1000000000",
            "s_tmax is -0.5; it must be a number from 0 to Infinity",
            "s_noise is 11; it must be a number from 0 to 10",
            "sigma_min is 1.0E-5; it must be a number from 1.0E-4 to 1000, or 0 for the default",
            "sigma_max is 1001; it must be a number from 1.0E-4 to 1000, or 0 for the default",
            "rho is 0.1; it must be a number from 0.2 to 1000, or 0 for the default",
            "denoising strength is -0.5; it must be a number from 0 to 1",
            "image cfg scale is 100.5; it must be a number from 0 to 100",
            "noise_multiplier is 2.5; it must be a number from 0 to 2",
            "mask_blur_x is 65; it must be 0 to 64",
            "mask_blur_y is -1; it must be 0 to 64",
            "only_masked_padding is 9000; it must be 0 to 8192")
        .map(WrongValue::of)
        .toList();
  }

  private static WrongValue of(String sentence) {
    String title = sentence.substring(0, sentence.indexOf(" is "));
    String value = sentence.substring(title.length() + 4).split("[;,]")[0];
    RequestField<?> field =
        RequestFields.ALL.stream()
            .filter(one -> one.title().equals(title))
            .findFirst()
            .orElseThrow();
    return new WrongValue(field, value, sentence);
  }
}
