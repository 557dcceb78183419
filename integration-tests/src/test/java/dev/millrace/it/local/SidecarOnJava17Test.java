package dev.millrace.it.local;

class SidecarOnJava17Test extends SidecarClusterContract {
  SidecarOnJava17Test() {
    super(17);
  }
}
