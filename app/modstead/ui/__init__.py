"""The window: Qt over the services. Pages get frozen values from a service and hand them to their models."""
