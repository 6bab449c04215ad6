package dev.kiln.host.http;

import dev.kiln.host.fields.KilnFields;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * The result of a request in JSON, over HTTP and on the command line.
 *
 * @param place the key that says where a picture is: "url" or "file"
 * @param images where each finished picture is
 * @param pictures where each is that plugins gave out beside them, in the order in which they did
 */
public record ResultView(
    GenerationResult result,
    String place,
    IntFunction<String> images,
    IntFunction<String> pictures) {
  public Map<String, Object> describe() {
    Map<String, Object> view = new LinkedHashMap<>();
    List<Map<String, Object>> all = new ArrayList<>();
    for (GeneratedImage image : result.images()) {
      all.add(image(image, all.size()));
    }
    view.put("images", all);
    view.put("pictures", given());
    view.put("request", KilnFields.write(result.request()));
    view.put("model", Map.of("name", result.modelName(), "hash", result.modelHash()));
    view.put("infotext", result.infotext());
    view.put("warnings", result.warnings());
    return view;
  }

  private Map<String, Object> image(GeneratedImage image, int index) {
    Map<String, Object> view = new LinkedHashMap<>();
    view.put(place, images.apply(index));
    view.put("width", image.width());
    view.put("height", image.height());
    view.put("seed", image.seed());
    view.put("subseed", image.subseed());
    view.put("infotext", image.infotext());
    return view;
  }

  private List<Map<String, Object>> given() {
    List<Map<String, Object>> all = new ArrayList<>();
    result
        .pictures()
        .forEach(
            (name, picture) ->
                all.add(
                    Map.of(
                        "name",
                        name,
                        place,
                        pictures.apply(all.size()),
                        "width",
                        picture.width(),
                        "height",
                        picture.height())));
    return all;
  }
}
