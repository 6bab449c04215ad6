package dev.kiln.host.weights.name;

import java.util.List;

/** How a family of files spells the names that diffusers and transformers have for parameters. */
public interface Naming {
  /** Where a parameter may be, the likeliest place first; empty where there is no such thing. */
  List<StoredName> places(String name);
}
