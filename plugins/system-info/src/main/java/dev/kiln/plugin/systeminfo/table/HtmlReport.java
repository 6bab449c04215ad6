package dev.kiln.plugin.systeminfo.table;

import dev.kiln.plugin.systeminfo.PluginFile;
import dev.kiln.spi.host.Json;
import java.util.LinkedHashMap;
import java.util.Map;

/** A record as one HTML file with charts, which loads nothing from elsewhere. */
record HtmlReport(Figures figures, Json json) {
  /** For programs, and for the page's script. */
  static Map<String, Object> values(Figures figures) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("about", figures.record().about());
    values.put("remarks", figures.remarks());
    values.put("rows", figures.rows().stream().map(HtmlReport::row).toList());
    values.put("columns", figures.columns().stream().map(Column::name).toList());
    values.put("cells", figures.lines().stream().map(Figures.Line::values).toList());
    return values;
  }

  private static Map<String, Object> row(Row row) {
    return Map.of(
        "name", row.name(),
        "label", row.label(),
        "conditions", row.conditions().describe(),
        "document", row.document());
  }

  String html() {
    // Within a script element, "</" alone could end it.
    String data = json.write(values(figures)).replace("</", "<\\/");
    return PluginFile.text("table/report.html")
        .replace("/*chart.js*/", PluginFile.text("chart.js").replace("</script", "<\\/script"))
        .replace("/*data*/", "const report = " + data + ";");
  }
}
