package dev.kiln.host.weights.name;

import java.util.List;

/** Translates diffusers' and transformers' names of parameters into those of a family of files. */
public interface Naming {
  /** Where a parameter may be, the likeliest place first; empty where there is no such thing. */
  List<StoredName> places(String name);
}
