package dev.kiln.host.job.store;

import dev.kiln.host.image.PictureFile;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request in JSON: by the names of the API's fields, but with the pictures that it brings.
 *
 * @param fields those that differ from their default
 */
record StoredRequest(Map<String, Object> fields, Map<String, Map<String, Object>> plugins) {
  static StoredRequest of(GenerationRequest request) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RequestField<?> field : RequestFields.ALL) {
      Object value = request.values().get(field);
      if (value != null) {
        fields.put(field.name(), written(field, value, request));
      }
    }
    return new StoredRequest(fields, request.plugins());
  }

  /** Without the bytes of what it began with: nobody asks a finished job for them. */
  static StoredRequest light(GenerationRequest request) {
    List<PictureFile> names =
        request.get(ImageFields.INIT_IMAGES).stream()
            .map(file -> new PictureFile(file.name(), new byte[0]))
            .toList();
    return of(
        new GenerationRequestBuilder(request)
            .with(ImageFields.INIT_IMAGES, names)
            .without(List.of(ImageFields.MASK))
            .build());
  }

  private static Object written(RequestField<?> field, Object value, GenerationRequest request) {
    if (value instanceof Optional<?> one && one.orElse(null) instanceof PictureFile file) {
      return base64(file);
    }
    if (value instanceof List<?> list && list.get(0) instanceof PictureFile) {
      return list.stream().map(PictureFile.class::cast).map(StoredRequest::base64).toList();
    }
    Object written = field.write(request);
    if (written == null) {
      throw new IllegalStateException("the field " + field + " cannot be stored");
    }
    return written;
  }

  private static String base64(PictureFile file) {
    return Base64.getEncoder().encodeToString(file.bytes());
  }

  /**
   * The request.
   *
   * @throws dev.kiln.spi.BadRequest when a field has no such value any more
   */
  GenerationRequest request() {
    GenerationRequestBuilder request = new GenerationRequestBuilder();
    for (RequestField<?> field : RequestFields.ALL) {
      Object value = fields.get(field.name());
      if (value != null) {
        request.read(field, typed(field.type().written(), value));
      }
    }
    return request.plugins(plugins).build();
  }

  /** JSON knows numbers, and Jackson takes the smallest class that holds one. */
  private static Object typed(Class<?> type, Object value) {
    if (value instanceof Number number) {
      return type == Long.class
          ? (Object) number.longValue()
          : type == Double.class ? (Object) number.doubleValue() : number;
    }
    return value;
  }
}
