package dev.kiln.host.plugin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.kiln.spi.hook.HookPoint;
import java.io.IOException;

/** Reads the simple name of a hook as its class. */
final class HookReader extends StdDeserializer<Class<? extends HookPoint>> {
  private static final long serialVersionUID = 1;

  HookReader() {
    super(Class.class);
  }

  @Override
  public Class<? extends HookPoint> deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    String name = HookPoint.class.getPackageName() + "." + json.getText();
    try {
      return Class.forName(name).asSubclass(HookPoint.class);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new IOException(json.getText() + " is no hook of this host", e);
    }
  }
}
