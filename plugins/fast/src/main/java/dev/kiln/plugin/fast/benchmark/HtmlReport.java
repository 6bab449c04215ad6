package dev.kiln.plugin.fast.benchmark;

import dev.kiln.plugin.fast.PluginFile;
import dev.kiln.spi.host.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Figures as one HTML file with a chart and pictures, which loads nothing from elsewhere.
 *
 * @param picture gives a small JPEG of a setting in base64; empty where it drew none
 */
record HtmlReport(Figures figures, Function<Setting, String> picture, Json json) {
  String html() {
    Map<String, Object> values = new LinkedHashMap<>(figures.values());
    Map<String, String> pictures = new LinkedHashMap<>();
    figures.lines().forEach(it -> pictures.put(it.setting().name(), picture.apply(it.setting())));
    values.put("pictures", pictures);
    // Within a script element, "</" alone could end it.
    String data = json.write(values).replace("</", "<\\/");
    return PluginFile.text("benchmark/report.html")
        .replace(
            "/*chart.js*/", PluginFile.text("benchmark/chart.js").replace("</script", "<\\/script"))
        .replace("/*data*/", "const report = " + data + ";");
  }
}
