package dev.millrace.sidecar.state;

import dev.millrace.sidecar.planner.StoredJars;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the classes that state names: accumulators of aggregate functions are stored with the types
 * of their classes, which are in jars of the project.
 *
 * <p>One for all that is read, since types are the same only where their classes are: what a
 * savepoint holds is compared with what a plan wants. Of several versions of a class any will do,
 * for what is in it stands beside it.
 */
final class StateClasses extends URLClassLoader {
  static {
    ClassLoader.registerAsParallelCapable();
  }

  static final ClassLoader LOADER = new StateClasses();

  private final Set<URI> known = new HashSet<>();

  private StateClasses() {
    super("millrace-state", new URL[0], StateClasses.class.getClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    try {
      return super.findClass(name);
    } catch (ClassNotFoundException e) {
      if (!learn()) {
        throw e;
      }
      return super.findClass(name);
    }
  }

  /** Whether there are jars that were not there before. */
  private synchronized boolean learn() {
    List<URI> jars = StoredJars.all().stream().filter(known::add).toList();
    for (URI jar : jars) {
      try {
        addURL(jar.toURL());
      } catch (MalformedURLException e) {
        throw new IllegalStateException("a file has a URL", e);
      }
    }
    return !jars.isEmpty();
  }
}
